// Says in words that the screens could not start; trunk calls it while it loads them.
export default function initializer() {
  return {
    onFailure: () => {
      document.getElementById("boot-wait").hidden = true;
      document.getElementById("boot-failed").hidden = false;
    },
  };
}
