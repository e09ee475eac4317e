package io.mehari.ratelimit;

import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** Under which name the calls of a caller are counted together. Stateless. */
final class CallerNames {
    private static final int NETWORK = 8;

    private CallerNames() {}

    /** The name of the key; without one, the address that the call comes from. */
    static String of(CallContext context) {
        Caller caller = context.caller();
        return isUnnamed(context) && context.peer() != null ? of(context.peer()) : caller.name();
    }

    /** Whether there is no key that would tell callers apart. */
    static boolean isUnnamed(CallContext context) {
        return Caller.ANONYMOUS.name().equals(context.caller().name());
    }

    /** Of IPv6 the first 64 bits, since whoever has one address of them has all. */
    private static String of(InetAddress peer) {
        return peer instanceof Inet6Address
                ? HexFormat.of().formatHex(peer.getAddress(), 0, NETWORK) + "/64"
                : peer.getHostAddress();
    }
}
