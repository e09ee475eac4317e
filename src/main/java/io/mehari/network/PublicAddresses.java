package io.mehari.network;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells addresses of the internet from those of this machine and of networks around it, by the registries of special
 * addresses (RFC 6890, IANA). An IPv6 address that carries an IPv4 address is judged by that one. Stateless.
 */
public final class PublicAddresses {
    private static final int V4 = 4;

    /** Blocks of IPv4 that lead to this machine, to networks around it, or nowhere. */
    private static final List<Block> SPECIAL_V4 = List.of(
            new Block("this machine", 8, 0),
            new Block("a private network", 8, 10),
            new Block("a private network", 10, 100, 64),
            new Block("this machine", 8, 127),
            new Block("the local link, where clouds keep credentials", 16, 169, 254),
            new Block("a private network", 12, 172, 16),
            new Block("a reserved block", 24, 192, 0, 0),
            new Block("a reserved block", 24, 192, 0, 2),
            new Block("a private network", 16, 192, 168),
            new Block("a reserved block", 15, 198, 18),
            new Block("a reserved block", 24, 198, 51, 100),
            new Block("a reserved block", 24, 203, 0, 113),
            new Block("multicast", 4, 224),
            new Block("a reserved block", 4, 240));

    private static final List<Block> SPECIAL_V6 = List.of(
            new Block("this machine", 127),
            new Block("a private network", 7, 0xfc),
            new Block("the local link", 10, 0xfe, 0x80),
            new Block("a private network", 10, 0xfe, 0xc0),
            new Block("multicast", 8, 0xff),
            new Block("a reserved block", 32, 0x20, 0x01, 0x0d, 0xb8));

    /** Blocks of IPv6 with an IPv4 address inside, and where it begins. */
    private static final List<Block> CARRIERS =
            List.of(new Block("12", 96), new Block("12", 96, 0, 0x64, 0xff, 0x9b), new Block("2", 16, 0x20, 0x02));

    private PublicAddresses() {}

    /**
     * Where an address leads, if that is not the internet.
     *
     * @param address resolved
     * @return such as {@code a private network}; empty for an address of the internet
     */
    public static Optional<String> problem(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (!(address instanceof Inet6Address)) {
            return find(SPECIAL_V4, bytes);
        }
        Optional<String> special = find(SPECIAL_V6, bytes);
        if (special.isPresent()) {
            return special;
        }
        return find(CARRIERS, bytes)
                .map(Integer::parseInt)
                .flatMap(at -> find(SPECIAL_V4, Arrays.copyOfRange(bytes, at, at + V4)));
    }

    private static Optional<String> find(List<Block> blocks, byte[] address) {
        return blocks.stream()
                .filter(block -> block.contains(address))
                .map(Block::name)
                .findFirst();
    }

    /** Addresses that begin alike; what is not given of the beginning is zero. */
    private record Block(String name, int bits, int... start) {
        boolean contains(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int at = bit / Byte.SIZE;
                int mask = 0x80 >> bit % Byte.SIZE;
                int wanted = at < start.length ? start[at] & mask : 0;
                if ((address[at] & mask) != wanted) {
                    return false;
                }
            }
            return true;
        }
    }
}
