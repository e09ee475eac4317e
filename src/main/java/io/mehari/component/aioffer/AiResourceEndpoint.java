package io.mehari.component.aioffer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.aioffer.OfferedRoute.Kind;
import io.mehari.protocol.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Category;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;

/** An {@code ai-resource:} address: the description of a resource, or of a template of resources. */
@Metadata(description = "A route that is a resource of MCP, or a template of resources: clients read it")
@UriEndpoint(
        scheme = "ai-resource",
        title = "AI Resource",
        syntax = "ai-resource:resourceName",
        firstVersion = "0.1.0",
        consumerOnly = true,
        category = {Category.AI})
public final class AiResourceEndpoint extends OfferEndpoint {
    @UriPath(description = "Name of the resource in lists")
    @Metadata(required = true)
    private final String resourceName;

    @UriParam(description = "Address by which it is read, such as orders://open; this or uriTemplate")
    private String resourceUri;

    @UriParam(description = "Addresses by which it is read, with variables, such as orders://{number}")
    private String uriTemplate;

    @UriParam(description = "Type of the content; types of text are given as text, all others as bytes")
    private String mimeType;

    /**
     * An endpoint without options.
     *
     * @param uri the whole address
     * @param component its component
     * @param resourceName what follows the scheme
     */
    AiResourceEndpoint(String uri, AiResourceComponent component, String resourceName) {
        super(uri, component, resourceName);
        this.resourceName = resourceName;
    }

    @Override
    public OfferedRoute describe(AsyncProcessor route) {
        if ((resourceUri == null) == (uriTemplate == null)) {
            throw new IllegalArgumentException("Resource " + resourceName
                    + " needs an address: one of resourceUri, such as orders://open, and uriTemplate, such as"
                    + " orders://{number}");
        }
        ObjectNode definition = Json.object();
        if (resourceUri == null) {
            UriTemplate template = UriTemplate.of(uriTemplate);
            definition.put("uriTemplate", uriTemplate);
            describe(definition);
            return new OfferedRoute(
                    Kind.TEMPLATE, getServer(), resourceName, uriTemplate, definition, Optional.of(template), route);
        }
        checkUri();
        definition.put("uri", resourceUri);
        describe(definition);
        return new OfferedRoute(
                Kind.RESOURCE, getServer(), resourceName, resourceUri, definition, Optional.empty(), route);
    }

    private void describe(ObjectNode definition) {
        definition.put("name", resourceName);
        if (getTitle() != null) {
            definition.put("title", getTitle());
        }
        if (getDescription() != null) {
            definition.put("description", getDescription());
        }
        if (mimeType != null) {
            definition.put("mimeType", mimeType);
        }
    }

    private void checkUri() {
        String problem = "resourceUri " + resourceUri + " is no address: write scheme:rest, such as orders://open";
        try {
            if (!new URI(resourceUri).isAbsolute()) {
                throw new IllegalArgumentException(problem);
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(problem + " (" + e.getReason() + ")", e);
        }
    }

    public String getResourceUri() {
        return resourceUri;
    }

    public void setResourceUri(String resourceUri) {
        this.resourceUri = resourceUri;
    }

    public String getUriTemplate() {
        return uriTemplate;
    }

    public void setUriTemplate(String uriTemplate) {
        this.uriTemplate = uriTemplate;
    }

    public String getMimeType() {
        return mimeType;
    }

    public void setMimeType(String mimeType) {
        this.mimeType = mimeType;
    }
}
