package io.mehari.endpoint.http;

/**
 * Where clients reach the gateway. To be asked once the gateway listens; implementations are safe for concurrent use.
 */
public interface ServedAddress {
    /**
     * Scheme, host and port.
     *
     * @return such as {@code https://127.0.0.1:8000}, without a slash at the end
     */
    String base();

    /**
     * The path below which tools are called by their short form.
     *
     * @return begins and ends with a slash
     */
    String toolPath();
}
