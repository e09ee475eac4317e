package io.mehari.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a server offers: each entry is a definition as it stands in the answer to the list request. Immutable; the
 * definitions are to be read only.
 *
 * @param tools definitions of tools
 * @param resources what can be read
 * @param resourceTemplates addresses with variables of what can be read
 * @param prompts definitions of prompts
 */
public record Offer(
        List<ObjectNode> tools,
        List<ObjectNode> resources,
        List<ObjectNode> resourceTemplates,
        List<ObjectNode> prompts) {
    /** Nothing at all. */
    public static final Offer NONE = new Offer(List.of(), List.of(), List.of(), List.of());

    /** What can be offered. */
    public enum Kind {
        /** Called by {@code tools/call}. */
        TOOLS,
        /** Read by {@code resources/read}. */
        RESOURCES,
        /** Read by {@code resources/read} once their variables have values. */
        RESOURCE_TEMPLATES,
        /** Got by {@code prompts/get}. */
        PROMPTS
    }

    /** An offer whose lists no one changes any more. */
    public Offer {
        tools = List.copyOf(tools);
        resources = List.copyOf(resources);
        resourceTemplates = List.copyOf(resourceTemplates);
        prompts = List.copyOf(prompts);
    }

    /**
     * {@return what is offered of one kind, in the order of the server}
     *
     * @param kind which one
     */
    public List<ObjectNode> list(Kind kind) {
        return switch (kind) {
            case TOOLS -> tools;
            case RESOURCES -> resources;
            case RESOURCE_TEMPLATES -> resourceTemplates;
            case PROMPTS -> prompts;
        };
    }

    /**
     * {@return the same offer with another list in the place of one}
     *
     * @param kind which list
     * @param list what is offered of that kind
     */
    public Offer with(Kind kind, List<ObjectNode> list) {
        return switch (kind) {
            case TOOLS -> new Offer(list, resources, resourceTemplates, prompts);
            case RESOURCES -> new Offer(tools, list, resourceTemplates, prompts);
            case RESOURCE_TEMPLATES -> new Offer(tools, resources, list, prompts);
            case PROMPTS -> new Offer(tools, resources, resourceTemplates, list);
        };
    }
}
