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

    private ErrorCode() {}
}
