package io.mehari.protocol;

/** Names of MCP requests and notifications, as they stand in {@code method}. */
public final class McpMethod {
    /** Opens a session (legacy era). */
    public static final String INITIALIZE = "initialize";

    /** Asks the peer for a sign that it works. */
    public static final String PING = "ping";

    /** Lists tools, page by page. */
    public static final String TOOLS_LIST = "tools/list";

    /** Runs a tool. */
    public static final String TOOLS_CALL = "tools/call";

    /** Lists what can be read, page by page. */
    public static final String RESOURCES_LIST = "resources/list";

    /** Lists addresses with variables of what can be read, page by page. */
    public static final String RESOURCE_TEMPLATES_LIST = "resources/templates/list";

    /** Lists prompts, page by page. */
    public static final String PROMPTS_LIST = "prompts/list";

    /** A server asks for the client's roots. */
    public static final String ROOTS_LIST = "roots/list";

    /** The roots of a client have changed. */
    public static final String ROOTS_LIST_CHANGED = "notifications/roots/list_changed";

    /** A server asks the client for a model's completion. */
    public static final String SAMPLING_CREATE_MESSAGE = "sampling/createMessage";

    /** A server asks the client's user for input. */
    public static final String ELICITATION_CREATE = "elicitation/create";

    /** Reads a resource. */
    public static final String RESOURCES_READ = "resources/read";

    /** Asks to be notified of changes of one resource (legacy era). */
    public static final String RESOURCES_SUBSCRIBE = "resources/subscribe";

    /** Ends that (legacy era). */
    public static final String RESOURCES_UNSUBSCRIBE = "resources/unsubscribe";

    /** Sets from which level on a server sends log messages (legacy era). */
    public static final String LOGGING_SET_LEVEL = "logging/setLevel";

    /** Gets the messages of a prompt. */
    public static final String PROMPTS_GET = "prompts/get";

    /** Asks for values of an argument of a prompt or a template. */
    public static final String COMPLETION_COMPLETE = "completion/complete";

    /** The client is ready for normal operation (legacy era). */
    public static final String INITIALIZED = "notifications/initialized";

    /** The sender of a request no longer wants its result. */
    public static final String CANCELLED = "notifications/cancelled";

    /** How far a request has come. */
    public static final String PROGRESS = "notifications/progress";

    /** The tools of a server have changed. */
    public static final String TOOLS_LIST_CHANGED = "notifications/tools/list_changed";

    /** What can be read at a server has changed. */
    public static final String RESOURCES_LIST_CHANGED = "notifications/resources/list_changed";

    /** The prompts of a server have changed. */
    public static final String PROMPTS_LIST_CHANGED = "notifications/prompts/list_changed";

    /** A resource to which somebody has subscribed has changed. */
    public static final String RESOURCES_UPDATED = "notifications/resources/updated";

    /** A log message of a server. */
    public static final String MESSAGE = "notifications/message";

    /** What a server had asked a user for elsewhere is done (2025-11-25). */
    public static final String ELICITATION_COMPLETE = "notifications/elicitation/complete";

    /** Asks what the server speaks and offers (modern era). */
    public static final String SERVER_DISCOVER = "server/discover";

    /** Asks to be told of changes (modern era). */
    public static final String SUBSCRIPTIONS_LISTEN = "subscriptions/listen";

    /** Of what changes the client will be told (modern era). */
    public static final String SUBSCRIPTIONS_ACKNOWLEDGED = "notifications/subscriptions/acknowledged";

    private McpMethod() {}
}
