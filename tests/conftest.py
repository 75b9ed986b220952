"""What every test can ask for; tests/product.py is where the product is plugged in."""

pytest_plugins = [
    "tests.blocks",
    "tests.figures",
    "tests.engines",
    "tests.clock",
    "tests.product",
    "tests.town",
    "tests.meetings",
    "tests.mail_server",
    "tests.oidc_provider",
]
