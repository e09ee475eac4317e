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
import org.apache.camel.support.DefaultEndpoint;

/** A tool as an address; holds its description. */
@UriEndpoint(
        scheme = "ai-tool",
        title = "AI Tool",
        syntax = "ai-tool:toolName",
        firstVersion = "0.1.0",
        consumerOnly = true,
        category = {Category.AI})
public final class AiToolEndpoint extends DefaultEndpoint {
    @UriPath(description = "Name of the tool as callers see it")
    @Metadata(required = true)
    private final String toolName;

    @UriParam(description = "Server the tool is listed under", defaultValue = "camel")
    private String server = "camel";

    @UriParam(description = "Comma-separated groups the tool belongs to")
    private String tags;

    @UriParam(description = "What the tool does, for the model that chooses it")
    private String description;

    @UriParam(description = "Title for people")
    private String title;

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

    AiToolEndpoint(String uri, AiToolComponent component, String toolName) {
        super(uri, component);
        this.toolName = toolName;
    }

    @Override
    public Producer createProducer() {
        throw new IllegalArgumentException("ai-tool: is where a route starts; a tool is called by its callers");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        AiToolConsumer consumer = new AiToolConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    /** Name of the tool as callers see it. */
    public String getToolName() {
        return toolName;
    }

    /** Server the tool is listed under. */
    public String getServer() {
        return server;
    }

    /** See {@link #getServer()}. */
    public void setServer(String server) {
        this.server = server;
    }

    /** Comma-separated groups. */
    public String getTags() {
        return tags;
    }

    /** See {@link #getTags()}. */
    public void setTags(String tags) {
        this.tags = tags;
    }

    /** What the tool does. */
    public String getDescription() {
        return description;
    }

    /** See {@link #getDescription()}. */
    public void setDescription(String description) {
        this.description = description;
    }

    /** Title for people. */
    public String getTitle() {
        return title;
    }

    /** See {@link #getTitle()}. */
    public void setTitle(String title) {
        this.title = title;
    }

    /** Flat parameters by option name without its prefix. */
    public Map<String, Object> getParameters() {
        return parameters;
    }

    /** See {@link #getParameters()}. */
    public void setParameters(Map<String, Object> parameters) {
        this.parameters = parameters;
    }

    /** JSON Schema of the arguments. */
    public String getArgSchema() {
        return argSchema;
    }

    /** See {@link #getArgSchema()}. */
    public void setArgSchema(String argSchema) {
        this.argSchema = argSchema;
    }

    /** Flat fields of the result by option name without its prefix. */
    public Map<String, Object> getOutputParameters() {
        return outputParameters;
    }

    /** See {@link #getOutputParameters()}. */
    public void setOutputParameters(Map<String, Object> outputParameters) {
        this.outputParameters = outputParameters;
    }

    /** JSON Schema of a structured result. */
    public String getOutputSchema() {
        return outputSchema;
    }

    /** See {@link #getOutputSchema()}. */
    public void setOutputSchema(String outputSchema) {
        this.outputSchema = outputSchema;
    }

    /** Hint: the tool changes nothing; null for not said. */
    public Boolean getReadOnlyHint() {
        return readOnlyHint;
    }

    /** See {@link #getReadOnlyHint()}. */
    public void setReadOnlyHint(Boolean readOnlyHint) {
        this.readOnlyHint = readOnlyHint;
    }

    /** Hint: changes cannot be undone; null for not said. */
    public Boolean getDestructiveHint() {
        return destructiveHint;
    }

    /** See {@link #getDestructiveHint()}. */
    public void setDestructiveHint(Boolean destructiveHint) {
        this.destructiveHint = destructiveHint;
    }

    /** Hint: calling again changes nothing more; null for not said. */
    public Boolean getIdempotentHint() {
        return idempotentHint;
    }

    /** See {@link #getIdempotentHint()}. */
    public void setIdempotentHint(Boolean idempotentHint) {
        this.idempotentHint = idempotentHint;
    }

    /** Hint: reaches beyond the gateway; null for not said. */
    public Boolean getOpenWorldHint() {
        return openWorldHint;
    }

    /** See {@link #getOpenWorldHint()}. */
    public void setOpenWorldHint(Boolean openWorldHint) {
        this.openWorldHint = openWorldHint;
    }

    /** Hint for AI producers; null for not said. */
    public Boolean getReturnDirect() {
        return returnDirect;
    }

    /** See {@link #getReturnDirect()}. */
    public void setReturnDirect(Boolean returnDirect) {
        this.returnDirect = returnDirect;
    }
}
