package io.mehari.endpoint.mcp.owner;

import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpExchange;
import io.mehari.endpoint.mcp.message.McpHandler;
import io.mehari.protocol.ErrorCode;
import io.mehari.text.Causes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Hands requests to the instance that has what they are about, once at most; what belongs to nobody, or to an instance that is gone, is served
 * here, and so answered as for an unknown session. Safe for concurrent use.
 */
public final class OwnerForwarding implements AutoCloseable {
    /** Header of a request that comes from another instance: its value is the secret that they share. */
    static final String HOP = "x-mehari-hop";

    private static final int FORBIDDEN = 403;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{1,64}");

    private final String self;
    private final String secret;
    private final OwnerAddresses addresses;
    private final OwnerHops hops;
    private final LongAdder forwarded = new LongAdder();
    private final LongAdder unreachable = new LongAdder();

    /**
     * Forwarding of one instance.
     *
     * @param self name of this instance
     * @param settings where it is reached, and the secret
     * @param addresses where the others are reached; closed with this
     * @param hops carries requests there
     */
    OwnerForwarding(String self, ForwardingSettings settings, OwnerAddresses addresses, OwnerHops hops) {
        this.self = self;
        this.secret = settings.secret();
        this.addresses = addresses;
        this.hops = hops;
    }

    /**
     * Serves what belongs to this instance, and hands on the rest.
     *
     * @param owners name the instance that has what a request is about; null for none
     * @param local finds who serves a request here
     * @return finds who serves a request
     */
    public Function<McpExchange, McpHandler> around(
            Function<McpExchange, String> owners, Function<McpExchange, McpHandler> local) {
        return exchange -> {
            if (isForwarded(exchange)) {
                return local.apply(exchange);
            }
            String owner = owners.apply(exchange);
            boolean here = owner == null
                    || owner.equals(self)
                    || exchange.request().isHead()
                    || !NAME.matcher(owner).matches();
            return here ? local.apply(exchange) : received -> forward(received, owner, local);
        };
    }

    /**
     * The name of this instance.
     *
     * @return stands in what clients give back
     */
    public String self() {
        return self;
    }

    /**
     * Requests that were handed to another instance.
     *
     * @return since the start
     */
    public long forwarded() {
        return forwarded.sum();
    }

    /**
     * Requests whose instance could not be asked, although it is there as far as is known.
     *
     * @return since the start
     */
    public long unreachable() {
        return unreachable.sum();
    }

    /** This instance takes nothing from others any more. */
    @Override
    public void close() {
        addresses.close();
    }

    private boolean isForwarded(McpExchange exchange) {
        String given = exchange.request().header(HOP);
        if (given == null) {
            return false;
        }
        if (MessageDigest.isEqual(bytes(given), bytes(secret))) {
            return true;
        }
        throw new McpErrorException(
                FORBIDDEN,
                ErrorCode.INVALID_REQUEST,
                "The header X-Mehari-Hop belongs to other instances of the gateway, and has another value than"
                        + " mehari.mcp.forwarding.secret",
                null,
                Map.of());
    }

    private CompletableFuture<Response> forward(
            McpExchange exchange, String owner, Function<McpExchange, McpHandler> local) {
        return addresses
                .find(owner)
                .handleAsync(
                        (address, failure) -> {
                            if (failure != null) {
                                String why = Causes.unwrapped(failure).getMessage();
                                return unreachable("where that is cannot be found out: Redis: " + why, false);
                            }
                            if (address.isEmpty()) {
                                return local.apply(exchange).handle(exchange);
                            }
                            forwarded.increment();
                            return hops.carry(exchange.request(), address.get(), secret)
                                    .handle((response, lost) -> lost == null
                                            ? CompletableFuture.completedFuture(response)
                                            : unreachable(
                                                    lost.getMessage(),
                                                    lost instanceof HopException hop && hop.isSent()))
                                    .thenCompose(stage -> stage);
                        },
                        exchange.request().channel().executor())
                .thenCompose(stage -> stage);
    }

    private CompletableFuture<Response> unreachable(String why, boolean sent) {
        unreachable.increment();
        String effect = sent
                ? ". What was asked for may have been done, in part or as a whole: check its effect before you ask again"
                : ". Nothing was done; try again shortly";
        return CompletableFuture.failedFuture(new McpErrorException(
                sent ? BAD_GATEWAY : UNAVAILABLE,
                ErrorCode.INTERNAL_ERROR,
                "The session or the call is at another instance of the gateway, and " + why + effect,
                null,
                sent ? Map.of() : Map.of("retry-after", "1")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
