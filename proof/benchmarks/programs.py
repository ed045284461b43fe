"""Owns the programs for new interpreters, for each client. `{url}` is the server's URL."""

from __future__ import annotations

NOTHING = "nothing"
BELOW = "httpx and attrs"

#: The cost of a program is its own time minus that of one of these.
_BASES = {NOTHING: "pass\n", BELOW: "import attrs, httpx\n"}

_OLLAMA = (
    "import ollama\n"
    "client = ollama.Client(host='{url}')\n"
    "reply = client.chat('whole', [{'role': 'user', 'content': 'Why is the sky blue?'}])\n"
    "assert reply.message.content == 'Hello.'\n"
)
_OPENAI = (
    "import openai\n"
    "client = openai.OpenAI(base_url='{url}/v1', api_key='none')\n"
    "reply = client.chat.completions.create(\n"
    "    model='whole', messages=[{'role': 'user', 'content': 'Why is the sky blue?'}])\n"
    "assert reply.choices[0].message.content == 'Hello.'\n"
)
_LITELLM = (
    "import litellm\n"
    "reply = litellm.completion(model='ollama_chat/whole', api_base='{url}',\n"
    "    messages=[{'role': 'user', 'content': 'Why is the sky blue?'}])\n"
    "assert reply.choices[0].message.content == 'Hello.'\n"
)
_LANGCHAIN = (
    "from langchain_ollama import ChatOllama\n"
    "model = ChatOllama(model='each-1', base_url='{url}')\n"
    "assert model.invoke([{'role': 'user', 'content': 'Why is the sky blue?'}]).content == ''\n"
)

_OLLAMA_PROGRAMS = {
    "import": "import ollama\n",
    "import Client": "from ollama import Client\n",
    "first answer": _OLLAMA,
    "endpoint": ("import attrs, httpx\nfrom ollama_client.api.generation import generate_chat\n"),
}

#: By the client's module of `workloads`, and the name in the row.
PROGRAMS: dict[str, dict[str, str]] = {
    "of_ollama": _OLLAMA_PROGRAMS,
    "of_openai": {"import": "import openai\n", "first answer": _OPENAI},
    "of_litellm": {"import": "import litellm\n", "first answer": _LITELLM},
    "of_langchain": {"import": "import langchain_ollama\n", "first answer": _LANGCHAIN},
}

#: The last lines of each program: its peak memory, and its memory at the end, in KiB.
_TELL_MEMORY = (
    "with open('/proc/self/status') as status:\n"
    "    print(*[line.split()[1] for line in status if line[:5] in ('VmHWM', 'VmRSS')])\n"
)


def program(module: str, name: str, url: str) -> str:
    """Return the source of a program. It prints its memory at the end."""
    code = _BASES.get(name) or PROGRAMS[module][name]
    return code.replace("{url}", url) + _TELL_MEMORY
