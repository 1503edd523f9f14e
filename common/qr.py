"""QR codes."""

import segno


def qr(address: str) -> str:
    """An address as a QR code, to stand in the ``src`` of a picture."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_data_uri(border=0, omitsize=True, xmldecl=False)
