package io.mehari.component.websocket;

/** Headers of messages from and to WebSockets; their names are those of Camel's other WebSocket components. */
public final class WebsocketHeaders {
    /** Key of the connection: where a message came from, and where one is to go. */
    public static final String CONNECTION_KEY = "websocket.connectionKey";

    /** Keys of several connections that a message is to go to: a list, or text with commas. */
    public static final String CONNECTION_KEY_LIST = "websocket.connectionKey.list";

    /** Whether a message goes to all connections of the path. */
    public static final String SEND_TO_ALL = "websocket.sendToAll";

    /** 1 when a connection was opened, 0 when one has ended; absent with messages. */
    public static final String EVENT_TYPE = "websocket.eventType";

    /** Name of the command that was called. */
    public static final String COMMAND = "websocket.command";

    private WebsocketHeaders() {}
}
