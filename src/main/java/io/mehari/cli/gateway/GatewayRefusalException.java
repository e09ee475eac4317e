package io.mehari.cli.gateway;

/** The gateway cannot be asked, or says no. The message names cause and fix. */
public final class GatewayRefusalException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code of the gateway's error; empty if it is none of the gateway
     * @param message for people
     */
    GatewayRefusalException(String code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * The code of the gateway's error.
     *
     * @return empty if it is none of the gateway
     */
    public String code() {
        return code;
    }
}
