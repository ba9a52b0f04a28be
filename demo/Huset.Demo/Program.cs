using Huset.Demo;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
builder.Services.AddSingleton<House>();
builder.Services.AddHostedService<LoadAutumn>();
var app = builder.Build();
// Ready at once: nobody waits for the autumn.
app.MapGet("/health/ready", () => "Healthy");
app.Run();
