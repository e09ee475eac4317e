package io.mehari.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.text.Causes;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.util.Optional;

/**
 * Why a request has no answer of MCP: said as an error of JSON-RPC, so that the client need not wait. The code is 1000 and the
 * status of HTTP, outside what JSON-RPC and MCP keep for themselves.
 *
 * @param code of the error
 * @param text cause and remedy
 * @param status of HTTP; 0 if there was none
 * @param retryAfter seconds to wait, as the gateway said
 */
record Refusal(int code, String text, int status, Optional<String> retryAfter) {
    private static final int OF_HTTP = 1000;
    private static final int UNAVAILABLE = 503;
    private static final int LOST = 502;
    private static final int MOST_TEXT = 300;

    /** The message for the client. */
    ObjectNode answer(JsonNode id) {
        ObjectNode answer = JsonRpcMessage.errorResponse(id, code, text);
        if (status > 0) {
            ObjectNode data =
                    answer.withObjectProperty("error").putObject("data").put("status", status);
            retryAfter.ifPresent(seconds -> data.put("retryAfter", seconds));
        }
        return answer;
    }

    static Refusal of(int code, String text) {
        return new Refusal(code, text, 0, Optional.empty());
    }

    /** A message that is none. */
    static Refusal invalid(String text) {
        return of(ErrorCode.INVALID_REQUEST, text);
    }

    /** No response came, or it broke off. */
    static Refusal of(Throwable failure, Target target) {
        Throwable cause = Causes.unwrapped(failure);
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return of(
                    OF_HTTP + UNAVAILABLE,
                    "No gateway answers at " + target.url()
                            + ": start it with 'mehari', or correct the address; the request was not sent");
        }
        return of(
                OF_HTTP + LOST,
                "The connection to " + target.url() + " was lost before the answer ("
                        + cause.getClass().getSimpleName() + ": " + cause.getMessage()
                        + "): what was asked for may have happened");
    }

    /** A response that is no answer of MCP. */
    static Refusal of(Received response, Target target) {
        int status = response.status();
        return new Refusal(
                OF_HTTP + status,
                remedy(status, target) + said(response.json()),
                status,
                response.headers().firstValue("Retry-After"));
    }

    private static String remedy(int status, Target target) {
        return switch (status) {
            case 401 ->
                target.hasKey()
                        ? "The gateway at " + target.url()
                                + " does not know this key: give a valid one by MEHARI_API_KEY or" + " --api-key"
                        : "The gateway at " + target.url() + " asks for a key: give one by MEHARI_API_KEY or --api-key";
            case 403 ->
                "The gateway at " + target.url() + " refuses this caller: its key needs the scope call, and the host"
                        + " in the address has to be one that the gateway serves";
            case 404, 405 ->
                "There is no MCP endpoint at " + target.url() + ": its path is /mcp, /mcp/{server} or"
                        + " /mcp/groups/{group}";
            case 413 ->
                "The gateway at " + target.url() + " refuses the message: it is larger than mehari.data.max-body";
            case 429 -> "The gateway at " + target.url() + " asks to be left alone for a while";
            case 503 -> "The gateway at " + target.url() + " cannot serve at this moment: try again later";
            default ->
                "The gateway at " + target.url() + " answered with HTTP " + status + ", which is no answer of MCP";
        };
    }

    /** What the response says itself, in one of the forms of the gateway. */
    private static String said(JsonNode body) {
        for (JsonNode text : new JsonNode[] {
            body.at("/error/message"), body.at("/detail/message"), body.path("detail"), body.path("message")
        }) {
            if (text.isTextual()) {
                String said = text.textValue();
                return ". It says: " + (said.length() > MOST_TEXT ? said.substring(0, MOST_TEXT) + "..." : said);
            }
        }
        return "";
    }
}
