package io.mehari.component.aitool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.AsyncProcessor;

/**
 * A route that is a tool.
 *
 * @param server name of the server it is listed under
 * @param name name of the tool; unique within the server
 * @param definition its MCP tool definition; read-only
 * @param route runs the route on an exchange made by {@link AiToolExchange}
 */
public record AiTool(String server, String name, ObjectNode definition, AsyncProcessor route) {}
