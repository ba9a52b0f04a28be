namespace Huset.Analytics.Features.Signals;

/// <summary>The slices of the signals, for Program.cs.</summary>
public static class SignalRoutes
{
    public static void AddSignals(this IServiceCollection services) => services
        .AddScoped<ListSignals.Handler>()
        .AddScoped<AnswerSignal.Handler>()
        .AddSingleton<FindSignals>()
        .AddHostedService(provider => provider.GetRequiredService<FindSignals>());

    public static void MapSignals(this RouteGroupBuilder signals)
    {
        ListSignals.Map(signals);
        AnswerSignal.Map(signals);
    }
}
