"""What the paper of BackgroundMattingV2 reports, for the tables: not measured here, and not on the same composites."""

from training.tables import Row

_SOURCE = "Lin et al. 2021 (arXiv 2012.07810), table {}; before other backgrounds, with plates perturbed otherwise"
_PEOPLE = ", and of this set its 11 people alone"
_BGM, _RESNET50 = "Background Matting", "BackgroundMattingV2, ResNet-50"
_COLUMNS = ("trimap_sad", "trimap_mse", "trimap_grad", "trimap_conn", "trimap_fgr_mse")

_TABLES = {
    # Grad and Conn are printed without a unit, here in thousands
    "Adobe-composites": (
        (_SOURCE.format(1) + _PEOPLE, "FBA, with a trimap", (9.68, 6.38, 4.265, 7.521, 1.94)),
        (_SOURCE.format(1) + _PEOPLE, _BGM, (16.07, 21.00, 15.371, 14.123, 47.98)),
        (_SOURCE.format(1) + _PEOPLE, f"{_BGM}, adapted", (19.28, 29.31, 19.877, 18.083, 42.84)),
        (_SOURCE.format(1) + _PEOPLE, _RESNET50, (12.86, 12.01, 8.426, 11.116, 5.31)),
    ),
    "Distinctions-646-composites": (
        (_SOURCE.format(1) + _PEOPLE, "FBA, with a trimap", (11.03, 8.32, 6.894, 9.892, 12.51)),
        (_SOURCE.format(1) + _PEOPLE, _BGM, (19.21, 25.89, 30.443, 18.191, 36.13)),
        (_SOURCE.format(1) + _PEOPLE, f"{_BGM}, adapted", (16.02, 20.18, 24.845, 14.900, 43.00)),
        (_SOURCE.format(1) + _PEOPLE, _RESNET50, (9.19, 7.08, 6.345, 7.216, 6.10)),
        (_SOURCE.format(6) + _PEOPLE, "BackgroundMattingV2, ResNet-101", (9.30, 6.82, 6.191, 7.128, 7.68)),
        (_SOURCE.format(6) + _PEOPLE, "BackgroundMattingV2, MobileNetV2", (10.53, 9.62, 7.904, 8.808, 8.19)),
    ),
    "PhotoMatte85-composites": (
        (_SOURCE.format(1), "FBA, with a trimap", (7.37, 4.79, 7.323, 5.206, 7.03)),
        (_SOURCE.format(1), _BGM, (17.32, 21.21, 27.454, 15.397, 14.25)),
        (_SOURCE.format(1), f"{_BGM}, adapted", (14.45, 19.24, 23.314, 13.091, 16.80)),
        (_SOURCE.format(1), _RESNET50, (8.65, 9.57, 8.736, 6.637, 13.82)),
    ),
}


def published_rows(benchmark: str, plate: str) -> list[Row]:
    """Rows to stand below those that were measured; none where nothing is published."""
    return [
        {"set": benchmark, "plate": plate, "model": method, "source": source} | dict(zip(_COLUMNS, values, strict=True))
        for source, method, values in _TABLES.get(benchmark, ())
    ]
