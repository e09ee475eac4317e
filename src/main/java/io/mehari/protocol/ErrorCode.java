package io.mehari.protocol;

/** Error codes of JSON-RPC 2.0, section 5.1, and of MCP. */
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

    /** A header does not say what the body says (MCP 2026-07-28). */
    public static final int HEADER_MISMATCH = -32020;

    /** The client does not declare a capability that the request needs (MCP 2026-07-28). */
    public static final int MISSING_CAPABILITY = -32021;

    /** The protocol version is not one that the server speaks (MCP 2026-07-28). */
    public static final int UNSUPPORTED_VERSION = -32022;

    /** There is no such resource (MCP up to 2025-11-25). */
    public static final int RESOURCE_NOT_FOUND = -32002;

    /** The user must visit an address before the request can succeed (MCP 2025-11-25). */
    public static final int URL_ELICITATION_REQUIRED = -32042;

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
