package io.mehari.bench;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.netty.http.NettyHttpComponent;
import org.apache.camel.component.netty.http.NettyHttpConfiguration;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * What a data plane on camel-netty-http can reach at best: one route in a bare Camel context, tuned as the gateway
 * is, that answers every request with the same text. It clears the request's headers, which Camel would otherwise
 * send back at a cost.
 */
final class ConstantRoute {
    private ConstantRoute() {}

    /** Takes the port and the answer. */
    public static void main(String[] args) throws Exception {
        Logging.warningsOnly();
        DefaultCamelContext context = new DefaultCamelContext();
        context.disableJMX();
        context.setStreamCaching(false);
        context.addComponent("netty-http", component());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("netty-http:http://127.0.0.1:" + args[0] + "?matchOnUriPrefix=true")
                        .removeHeaders("*")
                        .setHeader("Content-Type", constant("application/json"))
                        .setBody(constant(args[1]));
            }
        });
        context.start();
        Thread.currentThread().join();
    }

    private static NettyHttpComponent component() {
        NettyHttpConfiguration tuned = new NettyHttpConfiguration();
        tuned.setNativeTransport(true);
        tuned.setWorkerCount(2);
        tuned.setUsingExecutorService(false);
        NettyHttpComponent component = new NettyHttpComponent();
        component.setConfiguration(tuned);
        return component;
    }
}
