package io.mehari.component.aitool;

import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;

/**
 * An {@code ai-tool:} address: the description of a tool. Options are set before the route starts and not changed
 * afterwards.
 */
@Metadata(description = "A route that is a tool: agents call it, and its body at the end is the answer")
@UriEndpoint(
        scheme = "ai-tool",
        title = "AI Tool",
        syntax = "ai-tool:toolName",
        firstVersion = "0.1.0",
        consumerOnly = true,
        category = {Category.AI})
public final class AiToolEndpoint extends ListedEndpoint {
    @UriPath(description = "Name of the tool as callers see it")
    @Metadata(required = true)
    private final String toolName;

    @UriParam(
            description = "Flat parameters: parameter.NAME=TYPE (string, integer, number, boolean), and for each"
                    + " .description, .required and .enum",
            prefix = "parameter.",
            multiValue = true)
    private Map<String, Object> parameters = Map.of();

    @UriParam(description = "JSON Schema of the arguments, inline or as a resource; instead of parameter.*")
    private String argSchema;

    @UriParam(
            description = "Flat fields of a structured result, spelled like parameter.*",
            prefix = "outputParameter.",
            multiValue = true)
    private Map<String, Object> outputParameters = Map.of();

    @UriParam(description = "JSON Schema of a structured result, inline or as a resource")
    private String outputSchema;

    @UriParam(
            description =
                    "Comma-separated tools that it uses, server/tool with * for any text: where the route names them"
                            + " by tool: they are found without")
    private String uses;

    @UriParam(description = "Hint: the tool changes nothing")
    private Boolean readOnlyHint;

    @UriParam(description = "Hint: what the tool changes cannot be undone")
    private Boolean destructiveHint;

    @UriParam(description = "Hint: calling it again with the same arguments changes nothing more")
    private Boolean idempotentHint;

    @UriParam(description = "Hint: the tool reaches out to systems beyond the gateway")
    private Boolean openWorldHint;

    @UriParam(description = "Hint for AI producers: give the result to the user without another model turn")
    private Boolean returnDirect;

    /**
     * An endpoint without options.
     *
     * @param uri the whole address
     * @param component its component
     * @param toolName what follows the scheme
     */
    AiToolEndpoint(String uri, AiToolComponent component, String toolName) {
        super(uri, component);
        this.toolName = toolName;
    }

    @Override
    public Producer createProducer() {
        throw new IllegalArgumentException(
                "ai-tool: can only start a route: use it in from, and call the tool through the gateway");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        AiToolConsumer consumer = new AiToolConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /**
     * The name of the tool as callers see it.
     *
     * @return never null
     */
    public String getToolName() {
        return toolName;
    }

    /**
     * The tools that it uses.
     *
     * @return separated by commas; null where they are found in the route
     */
    public String getUses() {
        return uses;
    }

    /**
     * Sets the tools that it uses.
     *
     * @param uses server/tool, separated by commas
     */
    public void setUses(String uses) {
        this.uses = uses;
    }

    /**
     * The flat parameters.
     *
     * @return type, description and so on by option name without its prefix
     */
    public Map<String, Object> getParameters() {
        return parameters;
    }

    /**
     * Sets the flat parameters.
     *
     * @param parameters by option name without its prefix
     */
    public void setParameters(Map<String, Object> parameters) {
        this.parameters = parameters;
    }

    /**
     * The JSON Schema of the arguments.
     *
     * @return the schema or where it is; null if {@link #getParameters} describes the arguments
     */
    public String getArgSchema() {
        return argSchema;
    }

    /**
     * Sets the JSON Schema of the arguments.
     *
     * @param argSchema inline JSON, or the location of a resource
     */
    public void setArgSchema(String argSchema) {
        this.argSchema = argSchema;
    }

    /**
     * The flat fields of a structured result.
     *
     * @return type, description and so on by option name without its prefix
     */
    public Map<String, Object> getOutputParameters() {
        return outputParameters;
    }

    /**
     * Sets the flat fields of a structured result.
     *
     * @param outputParameters by option name without its prefix
     */
    public void setOutputParameters(Map<String, Object> outputParameters) {
        this.outputParameters = outputParameters;
    }

    /**
     * The JSON Schema of a structured result.
     *
     * @return the schema or where it is; null if there is none
     */
    public String getOutputSchema() {
        return outputSchema;
    }

    /**
     * Sets the JSON Schema of a structured result.
     *
     * @param outputSchema inline JSON, or the location of a resource
     */
    public void setOutputSchema(String outputSchema) {
        this.outputSchema = outputSchema;
    }

    /**
     * The hint that the tool changes nothing.
     *
     * @return null if it is not given
     */
    public Boolean getReadOnlyHint() {
        return readOnlyHint;
    }

    /**
     * Sets the hint that the tool changes nothing.
     *
     * @param readOnlyHint null to leave it out
     */
    public void setReadOnlyHint(Boolean readOnlyHint) {
        this.readOnlyHint = readOnlyHint;
    }

    /**
     * The hint that what the tool changes cannot be undone.
     *
     * @return null if it is not given
     */
    public Boolean getDestructiveHint() {
        return destructiveHint;
    }

    /**
     * Sets the hint that what the tool changes cannot be undone.
     *
     * @param destructiveHint null to leave it out
     */
    public void setDestructiveHint(Boolean destructiveHint) {
        this.destructiveHint = destructiveHint;
    }

    /**
     * The hint that calling the tool again with the same arguments changes nothing more.
     *
     * @return null if it is not given
     */
    public Boolean getIdempotentHint() {
        return idempotentHint;
    }

    /**
     * Sets the hint that calling the tool again with the same arguments changes nothing more.
     *
     * @param idempotentHint null to leave it out
     */
    public void setIdempotentHint(Boolean idempotentHint) {
        this.idempotentHint = idempotentHint;
    }

    /**
     * The hint that the tool reaches systems beyond the gateway.
     *
     * @return null if it is not given
     */
    public Boolean getOpenWorldHint() {
        return openWorldHint;
    }

    /**
     * Sets the hint that the tool reaches systems beyond the gateway.
     *
     * @param openWorldHint null to leave it out
     */
    public void setOpenWorldHint(Boolean openWorldHint) {
        this.openWorldHint = openWorldHint;
    }

    /**
     * The hint for AI producers to give the result to the user without another model turn.
     *
     * @return null if it is not given
     */
    public Boolean getReturnDirect() {
        return returnDirect;
    }

    /**
     * Sets the hint for AI producers to give the result to the user without another model turn.
     *
     * @param returnDirect null to leave it out
     */
    public void setReturnDirect(Boolean returnDirect) {
        this.returnDirect = returnDirect;
    }
}
