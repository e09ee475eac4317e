package io.mehari.component.gatewayapi;

import java.util.List;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** A {@code gateway-api:} address. Options are set before the route starts and not changed afterwards. */
@Metadata(description = "Calls an operation of the gateway's own REST API for the caller of a command")
@UriEndpoint(
        scheme = "gateway-api",
        title = "Gateway API",
        syntax = "gateway-api:operation",
        firstVersion = "0.1.0",
        producerOnly = true,
        category = {Category.MANAGEMENT})
public final class GatewayApiEndpoint extends DefaultEndpoint {
    /** Stands for the operation that {@code operation.NAME} gives for the command in progress. */
    static final String BY_COMMAND = "command";

    @UriPath(
            description =
                    "Method and path as in the reference, such as get:/api/v1/tools/{server}/{tool}; or command, where"
                            + " operation.NAME says it for each command")
    @Metadata(required = true)
    private final String operation;

    @UriParam(
            description = "operation.NAME=METHOD:PATH for each command of the route",
            prefix = "operation.",
            multiValue = true)
    private Map<String, String> operations = Map.of();

    /**
     * An endpoint without options.
     *
     * @param uri the whole address
     * @param component its component
     * @param operation what follows the scheme
     */
    GatewayApiEndpoint(String uri, GatewayApiComponent component, String operation) {
        super(uri, component);
        this.operation = operation;
    }

    @Override
    public Producer createProducer() {
        GatewayOperations known = ((GatewayApiComponent) getComponent()).operations();
        boolean byCommand = operation.equals(BY_COMMAND);
        if (byCommand == operations.isEmpty()) {
            throw new IllegalArgumentException(
                    "gateway-api:command needs operation.NAME=METHOD:PATH for each command, and every other address none");
        }
        (byCommand ? operations.values() : List.of(operation)).forEach(each -> {
            if (!known.has(each)) {
                throw new IllegalArgumentException(
                        "The gateway has no operation \"" + each
                                + "\": write method and path as docs/reference/rest-paths.md does, such as get:/api/v1/tools/{server}/{tool}");
            }
        });
        return new GatewayApiProducer(this, known);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new IllegalArgumentException("gateway-api: is for asking only");
    }

    /**
     * The operation.
     *
     * @return never null
     */
    public String getOperation() {
        return operation;
    }

    /**
     * The operations of commands.
     *
     * @return by name of the command
     */
    public Map<String, String> getOperations() {
        return operations;
    }

    /**
     * Sets the operations of commands.
     *
     * @param operations by name of the command
     */
    public void setOperations(Map<String, String> operations) {
        this.operations = Map.copyOf(operations);
    }
}
