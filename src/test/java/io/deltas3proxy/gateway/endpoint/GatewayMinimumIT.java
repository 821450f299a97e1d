package io.deltas3proxy.gateway.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltas3proxy.testing.GatewayStand;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** What is said of acknowledgements alone holds for objects of which nothing else is said. */
class GatewayMinimumIT {

  @TempDir private Path directory;

  @Test
  void nothingIsAcknowledgedBeforeItIsThereAsOftenAsWasSaid() {
    try (GatewayStand stand = GatewayStand.start(directory, "'minimumReplicas': 2");
        var owner = stand.client(GatewayStand.OWNER)) {
      var stored =
          owner.putObject(put -> put.bucket("any").key("key"), RequestBody.fromString("x"));
      assertEquals(List.of("2"), stored.sdkHttpResponse().headers().get("X-Replication-Count"));
      assertEquals(2, stand.stored());
    }
  }
}
