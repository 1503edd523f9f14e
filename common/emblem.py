"""An emblem: a picture that came from outside is drawn anew as a small PNG, and nothing else."""

import io
import warnings

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LARGEST_FILE = 2 * 1024 * 1024
SIDES = range(32, 5001)
KEPT_SIDE = 600


def redraw(data: bytes) -> bytes:
    """The picture as a PNG of at most 600 by 600; what is no PNG or JPEG is refused."""
    from PIL import Image  # noqa: PLC0415 -- needed only here

    if len(data) > LARGEST_FILE:
        raise ValidationError(_("The picture is too large: at most 2 MB."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            picture = Image.open(io.BytesIO(data), formats=["PNG", "JPEG"])
            if not all(side in SIDES for side in picture.size):
                raise ValidationError(
                    _("The picture must be between 32 and 5000 points wide and high.")
                )
            picture.thumbnail((KEPT_SIDE, KEPT_SIDE))
            drawn = picture.convert("RGBA" if "transparency" in picture.info else None)
            if drawn.mode not in ("RGB", "RGBA", "L"):
                drawn = drawn.convert("RGBA" if "A" in drawn.mode else "RGB")
    except ValidationError:
        raise
    except Exception as error:  # a broken picture breaks in many ways
        raise ValidationError(_("This is not a PNG or JPEG picture.")) from error
    out = io.BytesIO()
    drawn.info = {}
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()
