using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Huset.ServiceDefaults;

/// <summary>Traces and metrics by OTLP when `OTEL_EXPORTER_OTLP_ENDPOINT` is set, nothing otherwise.</summary>
public static class Telemetry
{
    /// <summary>Name of Huset's own activity source.</summary>
    public const string SourceName = "Huset";

    /// <summary>Starts the exporters; they are flushed when the host stops. Also for the gateway.</summary>
    public static void AddHusetTelemetry(this IHostApplicationBuilder builder, string serviceName)
    {
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 } endpoint) return;
        var protocol = builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        var resource = ResourceBuilder.CreateDefault().AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? serviceName);

        var traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(SourceName, "Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "MassTransit", "Yarp.ReverseProxy")
            .AddProcessor(new NameByRoute())
            .AddOtlpExporter(options => Point(options, "/v1/traces"))
            .Build();
        var metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(SourceName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "Npgsql", "MassTransit", "System.Runtime")
            .AddOtlpExporter((options, _) => Point(options, "/v1/metrics"))
            .Build();
        builder.Services.AddHostedService(_ => new Flush(traces, metrics));

        void Point(OtlpExporterOptions options, string path)
        {
            options.Protocol = protocol;
            options.Endpoint = new Uri(protocol == OtlpExportProtocol.Grpc ? endpoint : endpoint.TrimEnd('/') + path);
        }
    }

    // The framework names every server span alike; a span named by its route can be searched for. Health checks say nothing.
    private sealed class NameByRoute : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity activity)
        {
            if (activity.GetTagItem("url.path") is string path && path.StartsWith("/health", StringComparison.Ordinal)) activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            if (activity.GetTagItem("http.route") is string route) activity.DisplayName = $"{activity.GetTagItem("http.request.method")} {route}";
        }
    }

    private sealed class Flush(TracerProvider traces, MeterProvider metrics) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            traces.Dispose();
            metrics.Dispose();
            return Task.CompletedTask;
        }
    }
}
