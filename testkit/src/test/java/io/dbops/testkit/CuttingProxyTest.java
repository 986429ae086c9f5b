package io.dbops.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbops.testkit.CuttingProxy.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
final class CuttingProxyTest {

    @RegisterExtension
    final LeakCheck leaks = new LeakCheck();

    private final List<Duration> delays = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private Thread acceptor;
    private CuttingProxy proxy;

    /** A server that sends back what it gets. */
    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        acceptor = daemon(() -> {
            while (true) {
                Socket client = server.accept();
                daemon(() -> {
                    try (client) {
                        client.getInputStream().transferTo(client.getOutputStream());
                    }
                });
            }
        });
        proxy = CuttingProxy.before(server.getInetAddress().getHostAddress(), server.getLocalPort(), delays::add);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void bytesPassBothWays() throws IOException {
        try (Socket one = connect();
                Socket two = connect()) {
            assertThat(echo(one, "first")).isEqualTo("first");
            assertThat(echo(two, "second")).isEqualTo("second");
            assertThat(proxy.open()).isEqualTo(2);
        }
    }

    @Test
    void theEndOfTheStreamPassesToo() throws IOException {
        try (Socket client = connect()) {
            client.getOutputStream().write("last words".getBytes(UTF_8));
            client.shutdownOutput();
            assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("last words");
        }
    }

    @Test
    void aCutResetsEveryConnectionAndLetsNewOnesPass() throws IOException {
        try (Socket one = connect();
                Socket two = connect()) {
            echo(one, "a");
            echo(two, "b");
            proxy.cut();
            assertThatThrownBy(() -> one.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> two.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        try (Socket again = connect()) {
            assertThat(echo(again, "c")).isEqualTo("c");
        }
    }

    @Test
    void whileItRefusesNothingPasses() throws IOException {
        proxy.refuse();
        assertThatThrownBy(() -> {
                    try (Socket client = connect()) {
                        echo(client, "a");
                    }
                })
                .isInstanceOf(IOException.class);
        proxy.heal();
        try (Socket client = connect()) {
            assertThat(echo(client, "b")).isEqualTo("b");
        }
    }

    @Test
    void aStalledConnectionStaysOpenAndSilentAndGoesOnWhenHealed() throws IOException {
        try (Socket client = connect()) {
            echo(client, "a");
            proxy.stall();
            client.getOutputStream().write('b');
            client.setSoTimeout(200);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            client.setSoTimeout(0);
            proxy.heal();
            assertThat(client.getInputStream().read()).isEqualTo('b');
        }
    }

    @Test
    void aStalledConnectionCanBeCut() throws IOException {
        try (Socket client = connect()) {
            echo(client, "a");
            proxy.stall();
            client.getOutputStream().write('b');
            proxy.cut();
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void everyPieceIsDelayedBothWays() throws IOException {
        proxy.delay(Duration.ofSeconds(3));
        try (Socket client = connect()) {
            assertThat(echo(client, "a")).isEqualTo("a");
        }
        assertThat(delays).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3));
    }

    @Test
    void aConnectionIsCutAfterThatManyBytesToTheServer() throws IOException {
        proxy.cutAfter(Direction.TO_SERVER, 5);
        try (Socket client = connect()) {
            assertThat(echo(client, "12345")).isEqualTo("12345");
            client.getOutputStream().write('6');
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void theBytesBeforeTheCutReachTheOtherSide() throws IOException {
        proxy.cutAfter(Direction.TO_CLIENT, 3);
        try (Socket client = connect()) {
            assertThat(echo(client, "123")).isEqualTo("123");
            client.getOutputStream().write('4');
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    /** The port is free only once the thread that is blocked in {@code accept} has left it. */
    @Test
    void aServerThatIsDownRefusesThroughTheProxyToo() throws Exception {
        server.close();
        acceptor.join();
        assertThatThrownBy(() -> {
                    try (Socket client = connect()) {
                        echo(client, "a");
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void closingCutsConnectionsAndEndsTheThreads() throws IOException {
        try (Socket client = connect()) {
            echo(client, "a");
            proxy.stall();
            client.getOutputStream().write('b');
            proxy.close();
            assertThat(proxy.open()).isZero();
            assertThatThrownBy(() -> echo(client, "c")).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
    }

    private Socket connect() throws IOException {
        return new Socket(proxy.host(), proxy.port());
    }

    private static String echo(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        InputStream in = socket.getInputStream();
        byte[] answer = in.readNBytes(text.length());
        if (answer.length < text.length()) {
            throw new IOException("the stream ended");
        }
        return new String(answer, UTF_8);
    }

    private interface Body {
        void run() throws IOException;
    }

    private static Thread daemon(Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (IOException closed) {
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
