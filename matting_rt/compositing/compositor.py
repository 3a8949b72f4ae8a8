"""Foreground in front of backdrop."""

import torch
from torch import Tensor

from matting_rt.tensors import Matte


class Compositor:
    """Puts a foreground in front of a backdrop: com = fgr * pha + tgt * (1 - pha)."""

    def compose(self, matte: Matte, tgt: Tensor | None) -> Tensor:
        """Compose one picture.

        Args:
            matte: fgr (1, 3, H, W) and pha (1, 1, H, W), RGB 0..1 and 0..1.
            tgt: (1, 3, H, W) RGB 0..1, the backdrop; None for none.

        Returns:
            (1, 3, H, W) RGB 0..1; without a backdrop (1, 4, H, W) RGBA with straight alpha, black where alpha is 0: the
            network's foreground there is the room behind the person, which must not travel in an invisible layer.
        """
        if tgt is None:
            return torch.cat((matte.fgr * (matte.pha > 0), matte.pha), dim=1)
        return torch.lerp(tgt, matte.fgr, matte.pha)
