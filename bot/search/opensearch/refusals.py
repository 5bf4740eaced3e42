"""Why a cluster does not answer, in a sentence, and what to do about it."""

import ssl
from collections.abc import Iterator, Sequence

from opensearchpy.exceptions import AuthenticationException, AuthorizationException, ConnectionTimeout, TransportError
from opensearchpy.exceptions import ConnectionError as LostConnectionError
from urllib3.exceptions import ProtocolError

# What OpenSSL calls what is wrong with a certificate (X509_V_ERR_…).
NOT_YET, EXPIRED, OTHER_NAMES = 9, 10, (62, 64)
MOVED = (301, 302, 307, 308)
# What a web server in front of a cluster says, with status 400, to a client that speaks without TLS.
PLAIN = "plain HTTP request was sent to HTTPS port"


def why(error: TransportError, hosts: Sequence[str]) -> str:
    """What is wrong, and after a semicolon what to do about it; "" if it is nothing about the way to the cluster.

    No secret is in it.
    """
    if isinstance(error, AuthenticationException):
        return "the search cluster refuses the user or the password; see opensearch.user and OPENSEARCH_PASSWORD"
    if isinstance(error, AuthorizationException):
        rights = "all rights to indexes that begin with opensearch.prefix, and cluster:monitor"
        return f"the search cluster does not let opensearch.user do this; give it {rights}"
    if error.status_code in MOVED or PLAIN in str(error.info):
        return "the search cluster answers at another address; see whether opensearch.hosts should begin with https://"
    if isinstance(error, LostConnectionError):
        return _of_connection(error, f"see that {' or '.join(hosts)} runs")
    return ""


def _of_connection(error: LostConnectionError, runs: str) -> str:
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"the certificate of the search cluster {_of_certificate(cause.verify_code)}"
        if isinstance(cause, ssl.SSLError):
            return f"no TLS with the search cluster ({cause.reason}); without it, opensearch.hosts begin with http://"
    if isinstance(error, ConnectionTimeout):
        return f"the search cluster does not answer in time; {runs}, and how busy it is"
    if any(isinstance(cause, ProtocolError) for cause in causes):
        return f"the search cluster hangs up; {runs}; where it speaks TLS, opensearch.hosts begin with https://"
    return f"the search cluster cannot be reached; {runs}, and can be reached from here"


def _of_certificate(code: int) -> str:
    if code == EXPIRED:
        return "has expired; renew it"
    if code == NOT_YET:
        return "is not valid yet; see that the clocks of both sides are right"
    if code in OTHER_NAMES:
        return "is for another name; name the nodes in opensearch.hosts as their certificates do"
    return "is from no authority that is trusted here; name the file of its authority in opensearch.ca"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what led to it: the client, and urllib3, keep that among the arguments of theirs."""
    while error is not None:
        yield error
        within = [error.__cause__, *reversed(error.args)]
        error = next((each for each in within if isinstance(each, BaseException)), None)
