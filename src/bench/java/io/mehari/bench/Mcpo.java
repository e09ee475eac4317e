package io.mehari.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** mcpo, the gateway that Mehari is compared with: installed once below {@code target}, from PyPI. */
final class Mcpo {
    /** What to tell where it cannot be had. */
    static final String MISSING =
            "mcpo " + Mcpo.VERSION + " is not here to compare with: it takes python3, 3.11 or newer, "
                    + "with venv and pip, and its packages from PyPI.";

    static final String VERSION = "0.0.20";

    /** Those of its lock file that a call passes, and what they are built on. */
    private static final List<String> PACKAGES = List.of(
            "mcpo==" + VERSION,
            "mcp==1.17.0",
            "fastapi==0.116.1",
            "starlette==0.47.2",
            "uvicorn==0.35.0",
            "pydantic==2.11.7",
            "anyio==4.9.0",
            "sse-starlette==2.4.1",
            "httpx==0.28.1");

    private Mcpo() {}

    /** Its program; empty where there is no Python that is new enough, or no packages. */
    static Optional<Path> installed() throws IOException, InterruptedException {
        return Installed.fromPyPi("mcpo-" + VERSION, PACKAGES, "mcpo");
    }
}
