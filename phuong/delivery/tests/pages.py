"""What opens the pages of the front doors."""

from tests.support.pages import sample

SAMPLES = {
    "delivery:queue": [sample(slug="qua-han"), sample("leader", slug="cho-ky")],
    "delivery:work": [
        sample("specialist"),
        sample("specialist", query="?field=ho-tich&due=qua-han"),
    ],
    "delivery:today": [sample("specialist")],
    "delivery:search": [
        sample("specialist"),
        sample("specialist", query="?q=nguyen"),
        sample("specialist", query="?q=xyzzy"),
    ],
    "delivery:favicon": [sample(status=301)],
}
