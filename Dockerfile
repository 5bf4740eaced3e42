# syntax=docker/dockerfile:1
# Built in one stage, run in another: no compiler, no pip cache and no tests in the image that runs.
# The base is pinned by its tag. To pin it by its digest as well, see what that is, and build with it:
#   docker buildx imagetools inspect python:3.11.13-slim-bookworm
#   docker build --build-arg BASE=python:3.11.13-slim-bookworm@sha256:... -t policybot .
ARG BASE=python:3.11.13-slim-bookworm
FROM ${BASE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/policybot
COPY requirements.lock ./
RUN /opt/policybot/bin/pip install --no-deps --require-hashes -r requirements.lock
COPY requirements-build.lock ./
RUN /opt/policybot/bin/pip install --no-deps --require-hashes --target /opt/build -r requirements-build.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY config ./config
COPY corpus ./corpus
COPY deploy ./deploy
RUN PYTHONPATH=/opt/build /opt/policybot/bin/pip install --no-deps --no-build-isolation .

FROM ${BASE}
RUN useradd --system --uid 10001 --home-dir /srv/policybot --shell /usr/sbin/nologin policybot \
    && install -d -o policybot -g policybot /srv/policybot /var/lib/policybot
COPY --from=build /opt/policybot /opt/policybot
WORKDIR /srv/policybot
COPY config ./config
COPY corpus ./corpus
ENV PATH=/opt/policybot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    POLICYBOT_STATE=/var/lib/policybot
USER policybot
VOLUME /var/lib/policybot
# /health answers on loopback inside the container; for Prometheus, set POLICYBOT_HEALTH__HOST=0.0.0.0. To receive
# Slack's requests in HTTP mode, set POLICYBOT_HTTP__HOST=0.0.0.0 and publish port 3000.
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ.get('POLICYBOT_HEALTH__PORT', 3001)}/health\", timeout=4)"]
# Run it with a root file system that cannot be written:
#   docker run --read-only --tmpfs /tmp -v policybot-state:/var/lib/policybot -e SLACK_BOT_TOKEN -e SLACK_APP_TOKEN policybot
CMD ["policybot", "run"]
