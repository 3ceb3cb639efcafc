package dev.decorum.train.torch;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.jspecify.annotations.Nullable;

/** The processor or the GPU that trains. */
final class TorchDevice {
  private final @Nullable Device cuda;

  private TorchDevice(@Nullable Device cuda) {
    this.cuda = cuda;
  }

  static TorchDevice cpu() {
    return new TorchDevice(null);
  }

  /** A GPU by its number. */
  static TorchDevice cuda(int index) {
    return new TorchDevice(new Device(DeviceType.CUDA, (byte) index));
  }

  boolean isCuda() {
    return cuda != null;
  }

  /** The type of the device, for autocast. */
  DeviceType type() {
    return cuda == null ? DeviceType.CPU : DeviceType.CUDA;
  }

  /** The tensor on this device. */
  Tensor place(Tensor tensor) {
    return cuda == null ? tensor : tensor.to(cuda, tensor.scalar_type());
  }

  /** Whether libtorch finds a GPU. */
  static boolean hasCuda() {
    return torch.cuda_is_available();
  }
}
