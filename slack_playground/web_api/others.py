"""auth, users and assistant threads."""

from typing import Annotated, Any

from pydantic import BaseModel, Field

from slack_playground.people import TEAM_ID, TEAM_NAME, Json
from slack_playground.refusals import Refused
from slack_playground.web_api.method import Args, Decoded, Method, Timestamp, open_channel
from slack_playground.workspace import Workspace


class Nothing(Args):
    pass


class Test(Args):
    error: str | None = None
    foo: str | None = None


class User(Args):
    user: str


class Address(Args):
    email: str


class UserGroups(Args):
    include_users: bool = False


class Status(Args):
    channel_id: str
    thread_ts: Timestamp
    status: str


class Prompts(Args):
    channel_id: str
    prompts: Decoded
    thread_ts: Timestamp | None = None
    title: str | None = None


class Prompt(BaseModel):
    title: Annotated[str, Field(min_length=1)]
    message: Annotated[str, Field(min_length=1)]


class PromptList(BaseModel):
    prompts: Annotated[list[Prompt], Field(min_length=1, max_length=4)]


def api_test(workspace: Workspace, args: Test) -> Json:
    if args.error:
        raise Refused(args.error)
    return {"args": args.model_dump(exclude_none=True)}


def auth_test(workspace: Workspace, args: Nothing) -> Json:
    return {
        "url": f"{workspace.base_url}/",
        "team": TEAM_NAME,
        "user": workspace.app.name,
        "team_id": TEAM_ID,
        "user_id": workspace.app.user_id,
        "bot_id": workspace.app.bot_id,
        "is_enterprise_install": False,
    }


def user_info(workspace: Workspace, args: User) -> Json:
    if args.user == workspace.app.user_id:
        return {"user": workspace.app.as_slack()}
    person = workspace.conversations.people.get(args.user)
    if person is None:
        raise Refused("user_not_found")
    return {"user": person.as_slack()}


def user_by_address(workspace: Workspace, args: Address) -> Json:
    """A person by their e-mail address."""
    for person in workspace.conversations.people.values():
        if person.email == args.email.casefold():
            return {"user": person.as_slack()}
    raise Refused("users_not_found")


def user_groups(workspace: Workspace, args: UserGroups) -> Json:
    """The user groups, with the people in them where they are asked for."""
    shapes = []
    for name, people in workspace.user_groups.items():
        shape: Json = {
            "id": name,
            "team_id": TEAM_ID,
            "is_usergroup": True,
            "name": name.title(),
            "handle": workspace.handle_of(name),
            "date_delete": 0,
        }
        shapes.append(shape | ({"users": sorted(people)} if args.include_users else {}))
    return {"usergroups": shapes}


def set_status(workspace: Workspace, args: Status) -> Json:
    channel = open_channel(workspace, args.channel_id)
    workspace.conversations.parent_of(channel.id, args.thread_ts)
    if args.status:
        workspace.statuses[channel.id, args.thread_ts] = args.status
    else:
        workspace.statuses.pop((channel.id, args.thread_ts), None)
    return {}


def set_prompts(workspace: Workspace, args: Prompts) -> Json:
    channel = workspace.conversations.channel(args.channel_id)
    if not channel.is_im:
        raise Refused("channel_not_found")
    checked = PromptList.model_validate({"prompts": args.prompts})
    workspace.prompts[channel.id] = [prompt.model_dump() for prompt in checked.prompts]
    return {}


METHODS: dict[str, Method[Any]] = {
    "api.test": Method(Test, api_test, needs="any"),
    "auth.test": Method(Nothing, auth_test),
    "users.info": Method(User, user_info, ("users:read",)),
    "users.lookupByEmail": Method(Address, user_by_address, ("users:read.email",)),
    "usergroups.list": Method(UserGroups, user_groups, ("usergroups:read",)),
    "assistant.threads.setStatus": Method(Status, set_status, ("chat:write", "assistant:write")),
    "assistant.threads.setSuggestedPrompts": Method(Prompts, set_prompts, ("assistant:write",)),
}
