package io.mehari.endpoint.rest.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.InvalidArguments;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.Rejection;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.rest.mcpo.FastApiErrors;
import io.mehari.endpoint.rest.mcpo.McpoAnswer;
import io.mehari.endpoint.rest.mcpo.PythonJson;
import io.mehari.endpoint.rest.mcpo.ResultChecks;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcError;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The short form as mcpo 0.0.20 has it, its losses included ({@code mehari.rest.compat: exact}): answers, errors of tools
 * and servers, and FastAPI's errors of arguments. What mcpo has no form for (limits, servers that are away) is answered as in
 * {@link McpoForm}. Safe for concurrent use.
 */
public final class ExactForm implements ResultForm {
    private static final String UNEXPECTED = "Unexpected error";
    private static final String NOT_FOUND = "Not Found";

    private final McpoForm fixed;
    private final ToolCatalog catalog;
    private final ResultChecks checks = new ResultChecks();

    /**
     * The form of one gateway.
     *
     * @param catalog knows what tools declare about their results
     */
    public ExactForm(ToolCatalog catalog) {
        this.catalog = catalog;
        this.fixed = new McpoForm(catalog);
    }

    @Override
    public Response render(ToolCall call, ToolCallResult result) {
        if (result instanceof Success success) {
            return answer(success.result(), catalog.find(call.server(), call.tool()));
        }
        return result instanceof InvalidArguments invalid
                ? invalid(invalid, call.arguments())
                : render(call.context(), result);
    }

    @Override
    public Response render(CallContext context, ToolCallResult result) {
        if (result instanceof Success success) {
            return answer(success.result(), Optional.empty());
        }
        if (result instanceof ToolError error) {
            return unexpected("500: {'message': " + PythonJson.quoted(firstText(error)) + "}");
        }
        if (result instanceof InvalidArguments invalid) {
            boolean missing = invalid.violations().get(0).keyword().equals("missing");
            return invalid(invalid, missing ? NullNode.instance : MissingNode.getInstance());
        }
        if (result.outcome() == Outcome.NOT_FOUND) {
            return detail(HttpResponseStatus.NOT_FOUND, NOT_FOUND);
        }
        return ResultForm.answeredError(result)
                .map(error -> answered(context, error, result))
                .orElseGet(() -> fixed.render(context, result));
    }

    @Override
    public Response render(CallContext context, Rejection rejection) {
        return rejection.reason() == RejectionReason.PATH_NOT_FOUND
                ? detail(HttpResponseStatus.NOT_FOUND, NOT_FOUND)
                : fixed.render(context, rejection);
    }

    private Response answer(ObjectNode result, Optional<Tool> tool) {
        Optional<String> problem =
                McpoAnswer.problem(result).or(() -> tool.flatMap(known -> checks.problem(known, result)));
        if (problem.isPresent()) {
            return unexpected(problem.get());
        }
        JsonNode answer = McpoAnswer.of(result);
        JsonNode leaves = tool.map(known -> checks.answer(known, answer)).orElse(answer);
        return Response.json(HttpResponseStatus.OK, json -> json.writeTree(leaves));
    }

    private static Response invalid(InvalidArguments invalid, JsonNode sent) {
        if (FastApiErrors.isUndecodable(invalid)) {
            return detail(HttpResponseStatus.BAD_REQUEST, "There was an error parsing the body");
        }
        return Response.json(HttpResponseStatus.UNPROCESSABLE_ENTITY, json -> FastApiErrors.write(json, invalid, sent));
    }

    /** An accident of mcpo: its own exception for the tool's error is caught as an unexpected one. */
    private static Response unexpected(String error) {
        ObjectNode body = Json.object();
        body.putObject("detail").put("message", UNEXPECTED).put("error", error);
        return Response.json(HttpResponseStatus.INTERNAL_SERVER_ERROR, json -> json.writeTree(body));
    }

    private static Response detail(HttpResponseStatus status, String detail) {
        return Response.json(status, json -> json.writeTree(Json.object().put("detail", detail)));
    }

    private static Response answered(CallContext context, JsonRpcError error, ToolCallResult result) {
        ObjectNode body = Json.object();
        ObjectNode detail = body.putObject("detail").put("message", ResultForm.errorMessage(context, result));
        error.data().filter(data -> !data.isNull()).ifPresent(data -> detail.set("data", data));
        HttpResponseStatus status = switch (error.code().equals(OptionalInt.empty())
                ? 0
                : error.code().getAsInt()) {
            case ErrorCode.INVALID_PARAMS -> HttpResponseStatus.UNPROCESSABLE_ENTITY;
            case ErrorCode.METHOD_NOT_FOUND -> HttpResponseStatus.NOT_FOUND;
            case ErrorCode.INVALID_REQUEST, ErrorCode.PARSE_ERROR -> HttpResponseStatus.BAD_REQUEST;
            default -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
        };
        return Response.json(status, json -> json.writeTree(body));
    }

    /** Of the first item alone. */
    private static String firstText(ToolError error) {
        JsonNode first = error.result().path("content").path(0);
        return first.path("type").asText("").equals("text")
                ? first.path("text").asText("")
                : "Unknown tool execution error";
    }
}
