"""The least that a voice webhook can be: no signature, no words."""

from chalice import Chalice, Response

app = Chalice(app_name="bare")


@app.route("/voice", methods=["POST"], content_types=["application/x-www-form-urlencoded"])
def voice() -> Response:
    """An empty answer."""
    return Response(body="<Response/>", headers={"Content-Type": "text/xml"})
