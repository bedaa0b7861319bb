using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Masakari.Core.OpenStack.InstanceHa;

[JsonSerializable(typeof(JsonObject))]
internal sealed partial class InstanceHaJson : JsonSerializerContext;
