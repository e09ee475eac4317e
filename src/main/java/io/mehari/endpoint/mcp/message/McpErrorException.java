package io.mehari.endpoint.mcp.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.ErrorCode;
import java.util.Map;

/** Ends a request of a client with a JSON-RPC error. Has no stack trace: it is an answer, not a defect. Thread-safe. */
public final class McpErrorException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    private final int status;
    private final int code;
    private final transient JsonNode data;
    private final transient Map<String, String> headers;

    /**
     * An error.
     *
     * @param status HTTP status
     * @param code of the JSON-RPC error
     * @param message one sentence for people: cause and remedy
     * @param data of the JSON-RPC error; null for none
     * @param headers of the response, their names in lower case
     */
    public McpErrorException(int status, int code, String message, JsonNode data, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.data = data;
        this.headers = Map.copyOf(headers);
    }

    /**
     * An error in answer to a request that was understood: HTTP status 200.
     *
     * @param code of the JSON-RPC error
     * @param message one sentence for people: cause and remedy
     * @param data of the JSON-RPC error; null for none
     * @return to be thrown
     */
    public static McpErrorException inBand(int code, String message, JsonNode data) {
        return new McpErrorException(OK, code, message, data, Map.of());
    }

    /**
     * Parameters that are not valid: HTTP status 200, code -32602.
     *
     * @param message one sentence for people: cause and remedy
     * @return to be thrown
     */
    public static McpErrorException invalidParams(String message) {
        return inBand(ErrorCode.INVALID_PARAMS, message, null);
    }

    /**
     * A request that breaks a rule of the transport: HTTP status 400.
     *
     * @param code of the JSON-RPC error
     * @param message one sentence for people: cause and remedy
     * @param data of the JSON-RPC error; null for none
     * @return to be thrown
     */
    public static McpErrorException badRequest(int code, String message, JsonNode data) {
        return new McpErrorException(BAD_REQUEST, code, message, data, Map.of());
    }

    /**
     * The HTTP status.
     *
     * @return 200, 4xx or 5xx
     */
    public int status() {
        return status;
    }

    /**
     * The code of the JSON-RPC error.
     *
     * @return such as -32602
     */
    public int code() {
        return code;
    }

    /**
     * The data of the JSON-RPC error.
     *
     * @return null if there is none
     */
    public JsonNode data() {
        return data;
    }

    /**
     * Headers of the response.
     *
     * @return names in lower case
     */
    public Map<String, String> headers() {
        return headers;
    }
}
