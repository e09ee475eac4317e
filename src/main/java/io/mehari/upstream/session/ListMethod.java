package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.McpMethod;
import io.mehari.upstream.Offer;
import java.util.stream.Stream;

/** The request by which a server lists what it offers of one kind. */
enum ListMethod {
    TOOLS(Offer.Kind.TOOLS, McpMethod.TOOLS_LIST, "tools", "tools", "name"),
    RESOURCES(Offer.Kind.RESOURCES, McpMethod.RESOURCES_LIST, "resources", "resources", "uri"),
    RESOURCE_TEMPLATES(
            Offer.Kind.RESOURCE_TEMPLATES,
            McpMethod.RESOURCE_TEMPLATES_LIST,
            "resources",
            "resourceTemplates",
            "uriTemplate"),
    PROMPTS(Offer.Kind.PROMPTS, McpMethod.PROMPTS_LIST, "prompts", "prompts", "name");

    private final Offer.Kind kind;
    private final String method;
    private final String capability;
    private final String member;
    private final String key;

    ListMethod(Offer.Kind kind, String method, String capability, String member, String key) {
        this.kind = kind;
        this.method = method;
        this.capability = capability;
        this.member = member;
        this.key = key;
    }

    Offer.Kind kind() {
        return kind;
    }

    /** Name of the request. */
    String method() {
        return method;
    }

    /** Member of its result that holds the entries. */
    String member() {
        return member;
    }

    /** Member of an entry without which it cannot be used. */
    String key() {
        return key;
    }

    /** Whether a server says that it may be asked. */
    boolean isDeclaredIn(ObjectNode capabilities) {
        return capabilities.path(capability).isObject();
    }

    /** Whether a server can be used although this is not asked for. */
    static boolean canBeLeftOut(String method) {
        return Stream.of(values()).anyMatch(list -> list != TOOLS && list.method.equals(method));
    }

    /** What the list holds, for messages: {@code resource templates}. */
    String entries() {
        return this == RESOURCE_TEMPLATES ? "resource templates" : member;
    }

    /** One of them. */
    String entry() {
        return entries().substring(0, entries().length() - 1);
    }
}
