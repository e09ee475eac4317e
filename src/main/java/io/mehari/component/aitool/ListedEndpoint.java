package io.mehari.component.aitool;

import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/**
 * What the addresses of routes have in common that clients see in a list: tools, resources, prompts. Options are set
 * before the route starts and not changed afterwards.
 */
public abstract class ListedEndpoint extends DefaultEndpoint {
    @UriParam(description = "Server it is listed under", defaultValue = "camel")
    private String server = "camel";

    @UriParam(description = "Comma-separated groups it belongs to")
    private String tags;

    @UriParam(description = "What it does or is about, for people and models that choose it")
    private String description;

    @UriParam(description = "Title for people")
    private String title;

    /**
     * An endpoint without options.
     *
     * @param uri the whole address
     * @param component its component
     */
    protected ListedEndpoint(String uri, DefaultComponent component) {
        super(uri, component);
    }

    /**
     * The server that it is listed under.
     *
     * @return {@code camel} unless it is set
     */
    public String getServer() {
        return server;
    }

    /**
     * Sets the server that it is listed under.
     *
     * @param server a name that a server may have
     */
    public void setServer(String server) {
        this.server = server;
    }

    /**
     * The groups that it belongs to.
     *
     * @return separated by commas; null for none
     */
    public String getTags() {
        return tags;
    }

    /**
     * Sets the groups that it belongs to.
     *
     * @param tags separated by commas
     */
    public void setTags(String tags) {
        this.tags = tags;
    }

    /**
     * What it does or is about, for people and models that choose it.
     *
     * @return null if it is not described
     */
    public String getDescription() {
        return description;
    }

    /**
     * Sets what it does or is about.
     *
     * @param description one or more sentences
     */
    public void setDescription(String description) {
        this.description = description;
    }

    /**
     * The title for people.
     *
     * @return null if it has none
     */
    public String getTitle() {
        return title;
    }

    /**
     * Sets the title for people.
     *
     * @param title a few words
     */
    public void setTitle(String title) {
        this.title = title;
    }
}
