package io.deltas3proxy.app;

import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.servlet.ServletContext;
import java.util.concurrent.Executors;

/**
 * Serves each request on a virtual thread where the container is WildFly, which has no setting for
 * it. WildFly finds this class as a service; other containers never load it.
 */
public final class UndertowVirtualThreads implements ServletExtension {

  @Override
  public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
    deployment.setExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory()));
  }
}
