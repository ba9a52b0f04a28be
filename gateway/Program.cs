using Huset.Gateway;
using Huset.Gateway.Api;
using Huset.Gateway.Errors;
using Huset.Gateway.Guards;
using Huset.Gateway.Pages;
using Huset.Gateway.Proxy;
using Huset.Gateway.Sessions;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.Ui;

var builder = WebApplication.CreateBuilder(args);
var theme = Theme.Read(builder.Configuration);
if (args.Contains(Prepare.Argument)) return await Prepare.Run(builder.Configuration);

builder.AddHusetTelemetry("gateway");
builder.AddSessions();
builder.AddSignIn();
builder.AddProxy();
builder.AddAccessLog();
builder.AddLimits();
builder.AddHouseHealth();
builder.AddApiPages();
builder.AddKnownRooms();
builder.Services.AddHusetPages();

var app = builder.Build();
app.UseServerTiming("gateway");
app.UseAccessLog();
app.UseSecurityHeaders();
app.UseErrors();
app.UseInboundHeaders();
app.UseRouting();
app.UseAuthentication();
app.UseLimits();
app.UseCsrf();
app.UseAuthorization();
app.UseMenu();

app.MapStaticAssets().AllowAnonymous();
app.MapHouseHealth();
app.MapSignIn();
app.MapTheme(theme);
app.MapFront();
app.MapApiPages();
app.MapProxy();
app.MapFallback(context => context.Refuse("resource.not-found")).AllowAnonymous();
await app.RunAsync();
return 0;
