"""Is it a page that is asked for, or does a script ask?"""

from django.http import HttpRequest


def asked_by_script(request: HttpRequest) -> bool:
    """Does a script ask, which understands JSON and would follow a redirect to a page it cannot use?"""
    wants = request.headers.get("Accept", "")
    return request.headers.get("X-Requested-With") == "fetch" or wants.startswith("application/json")
