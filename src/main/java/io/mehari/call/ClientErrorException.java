package io.mehari.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.ErrorCode;

/** The error with which a client, or the gateway in its place, answers what a server asked it for. */
public final class ClientErrorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final transient JsonNode data;

    /**
     * An error that the server gets as it is.
     *
     * @param code of the JSON-RPC error
     * @param message of the JSON-RPC error
     * @param data of the JSON-RPC error; null if there is none
     */
    public ClientErrorException(int code, String message, JsonNode data) {
        super(message);
        this.code = code;
        this.data = data;
    }

    /**
     * The error for what a client does not offer.
     *
     * @param method that it was asked for
     * @return never null
     */
    public static ClientErrorException notOffered(String method) {
        return new ClientErrorException(ErrorCode.METHOD_NOT_FOUND, "The client does not offer " + method, null);
    }

    /**
     * The code of the JSON-RPC error.
     *
     * @return such as -32601
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
}
