package io.mehari.endpoint.http;

/** Where clients reach the gateway; asked for once it listens. */
public interface ServedAddress {
    /** Scheme, host and port, such as {@code https://127.0.0.1:8000}. */
    String base();

    /** The path below which tools are called by their short form; begins and ends with a slash. */
    String toolPath();
}
