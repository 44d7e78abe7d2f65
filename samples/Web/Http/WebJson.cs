using System.Text.Json.Serialization;
using Web.Matching;
using Web.Music;
using Web.Uploads;

namespace Web.Http;

/// <summary>The answers as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(LibraryState))]
[JsonSerializable(typeof(UploadLimits))]
internal sealed partial class WebJson : JsonSerializerContext;
