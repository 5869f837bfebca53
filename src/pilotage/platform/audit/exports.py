"""What leaves with a seller: the chain, as a signed bundle."""

from pilotage.engines.exits import Apart, Tag
from pilotage.kernel.text import Text

TABLES: dict[str, Tag] = {
    "Event": Apart("bundle", Text("在审计包 audit/bundle.jsonl 中，带签名", "In the signed bundle, audit/bundle.jsonl")),
    "Checkpoint": Apart("bundle", Text("在审计包中，各在其所及的最后一条之后", "In the bundle, each after the last event it covers")),
    "Cosignature": Apart("bundle", Text("在审计包中，附于其检查点", "In the bundle, on its checkpoint")),
    "Head": Apart("bundle", Text("审计包的结尾检查点即是", "It is the closing checkpoint of the bundle")),
}  # fmt: skip
