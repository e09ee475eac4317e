package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.ToolCall;
import io.mehari.component.generation.PipelineEntry;
import io.mehari.component.websocket.CommandCall;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.protocol.Json;
import java.time.Instant;
import java.util.UUID;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Calls the tool {@code params.server}/{@code params.tool} with {@code params.arguments} through the pipeline, for the caller
 * of the command, and leaves the envelope that {@code POST /api/v1/tools/{server}/{tool}} answers. Progress is told meanwhile;
 * a client that goes cancels its call. Safe for concurrent use.
 */
final class ToolCallCommand extends AsyncProcessorSupport {
    private static final String TOKEN = "progressToken";

    private final PipelineEntry pipeline;

    ToolCallCommand(PipelineEntry pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        CommandCall command = exchange.getProperty(CommandCall.PROPERTY, CommandCall.class);
        ToolCall call;
        try {
            call = call(exchange.getMessage().getBody(ObjectNode.class), command);
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        CallControl control = new CallControl(
                progress -> command.progressed(progress.deepCopy().without(TOKEN)), Runnable::run);
        command.onLeave(() -> control.cancel(CancelCause.CALLER));
        pipeline.send(call, control).whenComplete((result, never) -> {
            exchange.getMessage().setBody(ResponseTree.of(EnvelopeForm.INSTANCE.render(call.context(), result)));
            callback.done(false);
        });
        return false;
    }

    private static ToolCall call(ObjectNode params, CommandCall command) {
        JsonNode arguments = params.path("arguments");
        if (!arguments.isMissingNode() && !arguments.isNull() && !arguments.isObject()) {
            throw CommandMessage.invalid("arguments must be an object");
        }
        CallContext context = new CallContext(
                        UUID.randomUUID().toString(), command.caller(), Instant.now(), System.nanoTime())
                .sentBy(command.peer());
        return new ToolCall(
                text(params, "server"),
                text(params, "tool"),
                arguments instanceof ObjectNode given ? given : Json.object(),
                context);
    }

    private static String text(ObjectNode params, String name) {
        JsonNode value = params.path(name);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw CommandMessage.invalid("params must have " + name + ", the name of a " + name);
        }
        return value.textValue();
    }
}
