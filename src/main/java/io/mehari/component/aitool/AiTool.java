package io.mehari.component.aitool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.AsyncProcessor;

/**
 * A route that is a tool.
 *
 * @param server server it is listed under
 * @param name name of the tool
 * @param definition its MCP tool definition; read-only
 * @param route the way into the route
 */
public record AiTool(String server, String name, ObjectNode definition, AsyncProcessor route) {}
