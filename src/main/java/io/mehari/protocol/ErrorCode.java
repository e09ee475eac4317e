package io.mehari.protocol;

/** Error codes of JSON-RPC 2.0, section 5.1. */
public final class ErrorCode {
    /** The text is not JSON. */
    public static final int PARSE_ERROR = -32700;

    /** The JSON is not a request. */
    public static final int INVALID_REQUEST = -32600;

    /** The receiver does not know this method. */
    public static final int METHOD_NOT_FOUND = -32601;

    /** The method is known, its parameters are not valid. */
    public static final int INVALID_PARAMS = -32602;

    /** A defect of the receiver. */
    public static final int INTERNAL_ERROR = -32603;

    private static final int SERVER_ERRORS_FROM = -32_099;
    private static final int SERVER_ERRORS_TO = -32_000;

    private ErrorCode() {}

    /**
     * Whether the receiver failed, as opposed to having been asked something wrong.
     *
     * @param code of an error
     * @return true for {@link #INTERNAL_ERROR} and for -32099 to -32000, which are for servers to define
     */
    public static boolean isServersFault(int code) {
        return code == INTERNAL_ERROR || code >= SERVER_ERRORS_FROM && code <= SERVER_ERRORS_TO;
    }
}
