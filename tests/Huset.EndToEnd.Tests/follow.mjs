// An AMQP client in another language than Huset's: reads RabbitMQ's stream from its beginning, and after each break from where it was. Writes "sequence id" a line.
import amqp from 'amqplib';

const [address, stream] = process.argv.slice(2);
let offset = 'first';

async function follow() {
  const connection = await amqp.connect(address);
  const broken = new Promise((resolve) => connection.on('error', () => {}).on('close', resolve));
  const channel = await connection.createChannel();
  channel.on('error', () => {});
  await channel.prefetch(100);
  await channel.consume(stream, (message) => {
    const event = JSON.parse(message.content);
    console.log(event.sequence, message.properties.messageId);
    offset = Number(message.properties.headers['x-stream-offset']) + 1;
    channel.ack(message);
  }, { arguments: { 'x-stream-offset': offset } });
  console.error('connected');
  await broken;
}

for (;;) {
  await follow().catch((reason) => console.error(reason.message));
  await new Promise((resolve) => setTimeout(resolve, 500));
}
